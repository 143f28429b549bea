import { createPublicKey, type KeyObject } from 'node:crypto'
import { sm2 } from 'sm-crypto-v2'

/** The default user id of GB/T 35276, which enters the digest (ZA) of every SM2 signature. */
const USER_ID = '1234567812345678'
const SIGNATURE_BYTES = 64
const POINT_BYTES = 65
/** In the inner SEC 1 structure: version 1, then an octet string of 32 bytes with the secret number. */
const SECRET_FOLLOWS = Buffer.from('0201010420', 'hex')
const SECRET_BYTES = 32

/** SPKI of an uncompressed point on sm2p256v1 (1.2.156.10197.1.301), up to the point. Node 20 names no type for such a key from PEM. */
const SPKI_PREFIX = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex')

/** Whether a public key lies on the SM2 curve. */
export function isSm2Key(publicKey: KeyObject): boolean {
  if (publicKey.type !== 'public') return false
  const der = publicKey.export({ type: 'spki', format: 'der' })
  return der.length === SPKI_PREFIX.length + POINT_BYTES && der.subarray(0, SPKI_PREFIX.length).equals(SPKI_PREFIX)
}

/** Signs with SM2 and SM3. @returns r and s, 32 bytes each */
export function sm2Sign(data: Uint8Array, privateKey: KeyObject): Buffer {
  // As PKCS #8: Node 20 aborts the process when a key on this curve that came from PEM is exported as SEC 1.
  const der = privateKey.export({ type: 'pkcs8', format: 'der' })
  const at = der.indexOf(SECRET_FOLLOWS)
  if (at < 0) throw new Error('not a private key on the SM2 curve')
  const secret = der.subarray(at + SECRET_FOLLOWS.length, at + SECRET_FOLLOWS.length + SECRET_BYTES)
  const signature = sm2.doSignature(data, secret.toString('hex'), {
    hash: true,
    userId: USER_ID,
    publicKey: pointOf(createPublicKey(privateKey)),
  })
  return Buffer.from(signature, 'hex')
}

/** Whether `signature` (r and s, 32 bytes each) is the SM2 signature of `data` by that key. */
export function sm2Verify(data: Uint8Array, signature: Uint8Array, publicKey: KeyObject): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false
  try {
    return sm2.doVerifySignature(data, Buffer.from(signature).toString('hex'), pointOf(publicKey), {
      hash: true,
      userId: USER_ID,
    })
  } catch {
    // numbers that are no point or out of range
    return false
  }
}

/** `04`, x, y in hex: the end of the key in SPKI DER. */
const pointOf = (publicKey: KeyObject): string => publicKey.export({ type: 'spki', format: 'der' }).subarray(-POINT_BYTES).toString('hex')
