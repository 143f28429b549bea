export {
  padesSigner,
  SigningError,
  type DocumentSigner,
  type SigningFacts,
  type SigningKey,
  type TimestampAuthority,
} from './document-signer.ts'
export { fileDocumentSigners, type DocumentSigners, type FileSignersOptions } from './file-signing-keys.ts'
export { verifySignature, type SignatureProblem, type SignatureState } from './verify-signature.ts'
