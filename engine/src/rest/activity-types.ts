export * from '../model/activity-types.ts'
