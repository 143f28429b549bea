import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { isSm2Key, sm2Verify } from './sm2.ts'
import { ED25519_SHA256, SM2_SM3, suiteNamed, suiteOfKey, type Suite } from './suite.ts'

const data = Buffer.from('lianban/sanhu/supervision\n12\n')
const fromPem = (key: KeyObject): KeyObject => createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' }))

describe.each<[string, Suite]>([
  ['ed25519-sha256', ED25519_SHA256],
  ['sm2-sm3', SM2_SM3],
])('suite %s', (name, suite) => {
  const privateKey = fromPem(suite.generatePrivateKey())
  const publicKey = createPublicKey(privateKey)

  test('a signature by a key from PEM holds for these bytes and this key alone', () => {
    const signature = suite.sign(data, privateKey)
    expect(signature).toHaveLength(64)
    expect(suite.verify(data, signature, publicKey)).toBe(true)
    expect(suite.verify(Buffer.from('other'), signature, publicKey)).toBe(false)
    expect(suite.verify(data, signature, createPublicKey(suite.generatePrivateKey()))).toBe(false)
    for (const byte of [0, 31, 63]) {
      const bent = Buffer.from(signature)
      bent[byte] = bent[byte]! ^ 1
      expect(suite.verify(data, bent, publicKey)).toBe(false)
    }
    expect(suite.verify(data, Buffer.alloc(64), publicKey)).toBe(false)
    expect(suite.verify(data, Buffer.alloc(64, 0xff), publicKey)).toBe(false)
    expect(suite.verify(data, signature.subarray(1), publicKey)).toBe(false)
  })

  test('a key tells its suite, and the other suite refuses it', () => {
    const other = suite === SM2_SM3 ? ED25519_SHA256 : SM2_SM3
    expect(suiteNamed(name)).toBe(suite)
    expect(suiteOfKey(publicKey)).toBe(suite)
    expect(other.fits(publicKey)).toBe(false)
    expect(other.verify(data, suite.sign(data, privateKey), publicKey)).toBe(false)
  })
})

test('the example of GB/T 32918.2 appendix A on the recommended curve is a signature', () => {
  // GB/T 32918.5 appendix A.2: message "message digest", user id 1234567812345678
  const point =
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13'
  const spki = Buffer.from(`3059301306072a8648ce3d020106082a811ccf5501822d034200${point}`, 'hex')
  const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' })
  expect(isSm2Key(publicKey)).toBe(true)
  const signature = Buffer.from(
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
    'hex',
  )
  expect(sm2Verify(Buffer.from('message digest'), signature, publicKey)).toBe(true)
})
