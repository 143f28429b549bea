export { testDatabase } from './database.ts'
export { describeOnDatabases } from './describe-on-databases.ts'
export { describeOnObjectStores } from './describe-on-object-stores.ts'
export { minioMissing, minioUrl } from './minio.ts'
