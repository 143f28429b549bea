export { createVerification, type DocumentVerification, type FileComparison, type DocumentVerifier } from './create-verification.ts'
