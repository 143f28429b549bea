export { machine } from './machine.ts'
export { milliseconds, number, percent, table, times } from './table.ts'
