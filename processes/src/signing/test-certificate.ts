import { createPrivateKey, generateKeyPair, randomBytes, sign, X509Certificate, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { BitString, Integer, OctetString, PrintableString, Utf8String, ObjectIdentifier, Sequence, Set as DerSet } from 'asn1js'
import { AlgorithmIdentifier, BasicConstraints, Certificate, Extension, PublicKeyInfo, RelativeDistinguishedNames, Time } from 'pkijs'
import { OID, sha256 } from './cms.ts'

const RSA_BITS = 3072
const VALID_YEARS = 5
const TEST_NAME = '电子文书签名（测试证书）'
const OIDS = {
  ...{ country: '2.5.4.6', organization: '2.5.4.10', commonName: '2.5.4.3' },
  ...{ subjectKeyIdentifier: '2.5.29.14', keyUsage: '2.5.29.15', basicConstraints: '2.5.29.19', extendedKeyUsage: '2.5.29.37' },
  documentSigning: '1.3.6.1.5.5.7.3.36',
} as const

const generate = promisify(generateKeyPair)

export type KeyType = 'rsa' | 'ec'

export interface KeyWithCertificate {
  privateKey: KeyObject
  certificate: X509Certificate
}

/**
 * A new key with a certificate that it signs itself: for trying out and for counties without an accredited one. Its
 * name says 测试, and no reader trusts it until someone decides to.
 * @param type RSA is what every reader knows; EC is quicker to make
 * Source: RFC 5280; RFC 9336 (key purpose document signing); ETSI TS 119 312 (3072 bits).
 */
export async function createTestCertificate(organization: string, now: number, type: KeyType = 'rsa'): Promise<KeyWithCertificate> {
  const { privateKey, publicKey } = await (type === 'rsa'
    ? generate('rsa', { modulusLength: RSA_BITS })
    : generate('ec', { namedCurve: 'P-256' }))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const year = new Date(now).getUTCFullYear()
  const certificate = new Certificate({ version: 2, serialNumber: new Integer({ valueHex: serial() }) })
  const name = distinguishedName(organization)
  certificate.issuer = name
  certificate.subject = name
  // From the year before: a simulated calendar may lie behind today.
  certificate.notBefore = new Time({ type: 0, value: new Date(Date.UTC(year - 1, 0, 1)) })
  certificate.notAfter = new Time({ type: 0, value: new Date(Date.UTC(year + VALID_YEARS, 0, 1)) })
  certificate.subjectPublicKeyInfo = PublicKeyInfo.fromBER(new Uint8Array(spki))
  certificate.extensions = extensions(spki)
  const algorithm = new AlgorithmIdentifier({ algorithmId: type === 'rsa' ? OID.rsaSha256 : OID.ecdsaSha256 })
  certificate.signature = algorithm
  certificate.signatureAlgorithm = algorithm
  certificate.tbsView = new Uint8Array(certificate.encodeTBS().toBER(false))
  certificate.signatureValue = new BitString({ valueHex: new Uint8Array(sign('sha256', certificate.tbsView, privateKey)).buffer })
  return { privateKey, certificate: new X509Certificate(Buffer.from(certificate.toSchema(true).toBER(false))) }
}

/** Whether a certificate is one that was made here. */
export const isTestCertificate = (certificate: X509Certificate): boolean =>
  certificate.subject === certificate.issuer && certificate.subject.includes(TEST_NAME)

/** C, O and CN, each a part of its own. */
function distinguishedName(organization: string): RelativeDistinguishedNames {
  const part = (type: string, value: PrintableString | Utf8String) =>
    new DerSet({ value: [new Sequence({ value: [new ObjectIdentifier({ value: type }), value] })] })
  const parts = [
    part(OIDS.country, new PrintableString({ value: 'CN' })),
    part(OIDS.organization, new Utf8String({ value: organization })),
    part(OIDS.commonName, new Utf8String({ value: `${organization}${TEST_NAME}` })),
  ]
  return RelativeDistinguishedNames.fromBER(new Sequence({ value: parts }).toBER(false))
}

function extensions(spki: Buffer): Extension[] {
  const keyIdentifier = new OctetString({ valueHex: new Uint8Array(sha256(spki).subarray(0, 20)).buffer })
  // digitalSignature and nonRepudiation: the two highest bits.
  const keyUsage = new BitString({ valueHex: new Uint8Array([0b1100_0000]).buffer, unusedBits: 6 })
  const purposes = new Sequence({ value: [new ObjectIdentifier({ value: OIDS.documentSigning })] })
  const der = (block: { toBER(sizeOnly: boolean): ArrayBuffer }): ArrayBuffer => block.toBER(false)
  return [
    new Extension({ extnID: OIDS.basicConstraints, critical: true, extnValue: der(new BasicConstraints({ cA: false }).toSchema()) }),
    new Extension({ extnID: OIDS.keyUsage, critical: true, extnValue: der(keyUsage) }),
    new Extension({ extnID: OIDS.extendedKeyUsage, critical: false, extnValue: der(purposes) }),
    new Extension({ extnID: OIDS.subjectKeyIdentifier, critical: false, extnValue: der(keyIdentifier) }),
  ]
}

/** Positive and with 127 bits of chance. */
function serial(): ArrayBuffer {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x7f) | 0x40
  return new Uint8Array(bytes).buffer
}

/** Key and certificate in one PEM text. */
export const toPem = ({ privateKey, certificate }: KeyWithCertificate): string =>
  `${privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()}${certificate.toString()}`

/** @throws Error if the text has no key or no certificate, or they do not belong together */
export function fromPem(pem: string): KeyWithCertificate {
  const privateKey = createPrivateKey(pem)
  const certificate = new X509Certificate(pem.slice(pem.indexOf('-----BEGIN CERTIFICATE-----')))
  if (!certificate.checkPrivateKey(privateKey)) throw new Error('the certificate belongs to another key')
  return { privateKey, certificate }
}
