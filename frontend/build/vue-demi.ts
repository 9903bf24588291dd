export * from 'vue'
export const isVue2 = false
