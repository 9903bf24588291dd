import type { ProblemWords } from './problem'

/** Every code the server can answer with. Sorted by word; a missing one fails the check. */
export const problemsZh: ProblemWords = {
  'page.offline': '暂时连不上服务器，请检查网络后重试。',
  'page.unreadable': '页面出现异常，请刷新后重试。',
  not_found: '要找的内容不存在，或您无权查看。',
  invalid: '提交的内容有误，请按提示修改。',
  forbidden: '您没有进行此项操作的权限。',
  stale: '内容已被他人修改，请重新载入后再改。',
  busy: '系统繁忙，请稍后再试。',
  internal: '系统内部出错，请将追踪编号告知管理员。',
  already: '该操作已经完成，无需重复提交。',
  'access.no_token': '请先登录。',
  'access.bad_token': '登录信息无效，请重新登录。',
  'access.token_expired': '登录已过期，请重新登录。',
  'access.session_ended': '登录已结束，请重新登录。',
  'access.wrong_credentials': '工号或密码不正确。',
  'access.person_left': '该账号已停用，如有疑问请联系管理员。',
  'access.password_must_change': '首次登录须先修改密码。',
  'page.bad_cursor': '列表位置已失效，请从头加载。',
}
