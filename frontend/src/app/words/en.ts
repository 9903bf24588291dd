/** All English messages, each module's under its name, as one file to fetch. */
export const messages = import.meta.glob(['../en.ts', '../../modules/*/en.ts'], { eager: true, import: 'default' })
