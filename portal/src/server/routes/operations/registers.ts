import { NumberSchemeChange, NumberVoid, RegisterExport, RegisterList, RegisterRuns } from '../registers.ts'
import { XLSX } from '../../middlewares/send-file.ts'
import type { Operation } from './operation.ts'

/** Registers of numbers, numbering schemes, verification of documents. */
export const REGISTER_OPERATIONS: Record<string, Operation> = {
  'GET /api/public/verify/{code}': { right: 'public', summary: '文书证照核验 Verify a document' },
  'POST /api/public/verify/{code}': { right: 'public', summary: '电子文件比对 Hold a file against the document', upload: true },
  'GET /api/registers': { right: 'register:list', summary: '登记簿 A register of numbers', query: RegisterList },
  'GET /api/registers/runs': { right: 'register:list', summary: '缺号检查 Every run with its gaps', query: RegisterRuns },
  'GET /api/registers/export': { right: 'register:export', summary: '导出登记簿 A register as XLSX', query: RegisterExport, media: [XLSX] },
  'POST /api/registers/void': { right: 'register:void', summary: '作废编号 Void a number, which is kept', body: NumberVoid },
  'GET /api/number-schemes': { right: 'register:configure', summary: '编号规则 Numbering schemes' },
  'POST /api/number-schemes/{name}': { right: 'register:configure', summary: '修改编号规则 Change a scheme', body: NumberSchemeChange },
}
