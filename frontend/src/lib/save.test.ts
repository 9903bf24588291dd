import { expect, it } from 'vitest'
import { csv } from './save'

it('quotes what would break a row and tames what would be a formula', () => {
  expect(csv([['工号', '姓名'], ['W001', '甲, "乙"']])).toBe('工号,姓名\r\nW001,"甲, ""乙"""\r\n')
  expect(csv([['=1+1', '-x', 'a-b']])).toBe("'=1+1,'-x,a-b\r\n")
})
