export { checkSignatureImage, registerSignature, SIGNATURE_LIMITS, type SignatureRecord } from './signatures.ts'
export { forgetSignature, keepSignature, keptSignature, type KeptSignature } from './kept-signature.ts'
