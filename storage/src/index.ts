export * from './database.ts'
export { newId } from './ids.ts'
export { migrate } from './migrate.ts'
