import { signatureCms } from './cms.ts'
import { addSignatureField, fillSignature, RESERVED_BYTES } from './signature-field.ts'

/**
 * Puts an organ's signature on a finished PDF. The one that comes with the program signs PAdES with a key in a file; a
 * cryptographic machine with RSA or EC keys is plugged in as `SigningKey`, a seal service (GB/T 38540 with SM2) that
 * takes the whole document as `DocumentSigner`.
 */
export interface DocumentSigner {
  /** @throws SigningError */
  sign(pdf: Buffer, facts: SigningFacts): Promise<Buffer>
}

export interface SigningFacts {
  /** Organ that issues the document. */
  organName: string
  /** Why it is signed, e.g. `出具准予行政许可决定书 三市监许准〔2026〕1号`. */
  reason: string
  /** Epoch milliseconds. */
  signedAt: number
}

/** A key that signs, wherever it lies. */
export interface SigningKey {
  /** RSA PKCS #1 v1.5 or ECDSA (signature as DER), both over SHA-256. */
  algorithm: 'rsa-sha256' | 'ecdsa-sha256'
  /** DER, the key's own first, then those that lead to the root. */
  certificates: readonly Buffer[]
  sign(data: Uint8Array): Promise<Buffer>
}

/** Asks a time-stamping authority (RFC 3161) for a token over the signature's hash. @returns DER of the token */
export type TimestampAuthority = (signature: Buffer) => Promise<Buffer>

/** The document cannot be signed; `code` is stable. */
export class SigningError extends Error {
  readonly code: 'PDF_UNSUPPORTED' | 'SIGNATURE_TOO_LARGE' | 'SIGNING_KEY_INVALID' | 'SIGNING_CERTIFICATE_EXPIRED'

  constructor(code: SigningError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SigningError'
    this.code = code
  }
}

/**
 * Signs by PAdES baseline B-B: an incremental update with one signature field, SubFilter ETSI.CAdES.detached, covering
 * every byte but the signature itself. With a time-stamping authority it becomes B-T; there is none by default, because
 * a county's network does not reach one.
 * Source: ETSI EN 319 142-1 V1.2.1; ISO 32000-1, 12.8.
 */
export const padesSigner = (key: SigningKey, timestamp?: TimestampAuthority): DocumentSigner => ({
  async sign(pdf, facts) {
    const { prepared, byteRange, contentsAt } = addSignatureField(pdf, facts)
    const signed = Buffer.concat([prepared.subarray(0, byteRange[1]), prepared.subarray(byteRange[2])])
    const cms = await signatureCms(signed, key, timestamp)
    if (cms.length > RESERVED_BYTES)
      throw new SigningError('SIGNATURE_TOO_LARGE', `the signature has ${cms.length} bytes, the field ${RESERVED_BYTES}`)
    return fillSignature(prepared, contentsAt, cms)
  },
})
