export { createReceipts, type ReceiptStatus, type Receipts, type ReceiptsOptions } from './create-receipts.ts'
export { ReceiptError, type ReceiptErrorCode } from './receipt-error.ts'
export { receiptCode, type FindCase } from './find-case.ts'
