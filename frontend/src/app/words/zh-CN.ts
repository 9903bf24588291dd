/** All Chinese messages, each module's under its name, as one file to fetch. */
export const messages = import.meta.glob(['../zh-CN.ts', '../../modules/*/zh-CN.ts'], { eager: true, import: 'default' })
