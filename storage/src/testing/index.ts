export { testDatabase } from './database.ts'
export { describeOnDatabases } from './describe-on-databases.ts'
