import { shallowRef } from 'vue'

/** The few words that parts of the kit say by themselves. The application chooses the language. */
export interface UiWords {
  close: string
  cancel: string
  confirm: string
  required: string
  optional: string
  loadMore: string
  shown: (count: number) => string
  range: (from: number, to: number, all: number) => string
  previousPage: string
  nextPage: string
  noMore: string
  noMatch: string
  clear: string
  chooseFile: string
  dropHere: string
  tooLarge: (name: string, limit: string) => string
  wrongKind: (name: string) => string
  sortBy: (label: string) => string
  selectAll: string
  selectRow: string
  showTable: string
  loading: string
  dismiss: string
  notices: string
  step: (at: number, of: number) => string
  showPassword: string
  hidePassword: string
  choose: string
}

export const zhWords: UiWords = {
  close: '关闭',
  cancel: '取消',
  confirm: '确定',
  required: '必填',
  optional: '选填',
  loadMore: '加载更多',
  shown: (count) => `已显示 ${count} 条`,
  range: (from, to, all) => `第 ${from}–${to} 条，共 ${all} 条`,
  previousPage: '上一页',
  nextPage: '下一页',
  noMore: '已全部显示',
  noMatch: '没有匹配的选项',
  clear: '清除',
  chooseFile: '选择文件',
  dropHere: '将文件拖放到此处，或',
  tooLarge: (name, limit) => `“${name}”超过 ${limit}，请压缩或拆分后再上传。`,
  wrongKind: (name) => `“${name}”的格式不在可上传范围内。`,
  sortBy: (label) => `按${label}排序`,
  selectAll: '全选',
  selectRow: '选择此行',
  showTable: '查看数据表',
  loading: '正在加载',
  dismiss: '知道了',
  notices: '操作提示',
  step: (at, of) => `第 ${at} 步，共 ${of} 步`,
  showPassword: '显示密码',
  hidePassword: '隐藏密码',
  choose: '请选择',
}

export const enWords: UiWords = {
  close: 'Close',
  cancel: 'Cancel',
  confirm: 'Confirm',
  required: 'required',
  optional: 'optional',
  loadMore: 'Load more',
  shown: (count) => `${count} shown`,
  range: (from, to, all) => `${from}–${to} of ${all}`,
  previousPage: 'Previous page',
  nextPage: 'Next page',
  noMore: 'That is all',
  noMatch: 'Nothing matches',
  clear: 'Clear',
  chooseFile: 'choose a file',
  dropHere: 'Drop a file here, or',
  tooLarge: (name, limit) => `“${name}” is larger than ${limit}. Compress or split it first.`,
  wrongKind: (name) => `“${name}” is not a kind of file that can be uploaded here.`,
  sortBy: (label) => `Sort by ${label}`,
  selectAll: 'Select all',
  selectRow: 'Select this row',
  showTable: 'Show the figures',
  loading: 'Loading',
  dismiss: 'Got it',
  notices: 'Notices',
  step: (at, of) => `Step ${at} of ${of}`,
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  choose: 'Choose',
}

export const words = shallowRef<UiWords>(zhWords)
