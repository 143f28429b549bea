export { fromSchema } from './model/tree.ts'
