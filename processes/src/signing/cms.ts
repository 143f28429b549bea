import { createHash } from 'node:crypto'
import { Integer, Null, ObjectIdentifier, OctetString, Sequence, Set as DerSet, Constructed, fromBER, type BaseBlock } from 'asn1js'
import { Certificate } from 'pkijs'
import type { SigningKey, TimestampAuthority } from './document-signer.ts'

/** Object identifiers of CMS (RFC 5652), ESS (RFC 5035) and the algorithms. */
export const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  signatureTimeStamp: '1.2.840.113549.1.9.16.2.14',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsa: '1.2.840.113549.1.1.1',
  rsaSha256: '1.2.840.113549.1.1.11',
  ecdsaSha256: '1.2.840.10045.4.3.2',
} as const

/**
 * A detached CMS signature over `data` as CAdES baseline B-B asks: content type, digest and the signing certificate are
 * signed; the signing time stands in the PDF (`/M`) and must not be an attribute.
 * Source: RFC 5652; ETSI EN 319 122-1, clause 6; ETSI EN 319 142-1, table 1.
 */
export async function signatureCms(data: Buffer, key: SigningKey, timestamp?: TimestampAuthority): Promise<Buffer> {
  const own = key.certificates[0]!
  const attributes = sorted([
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, octets(sha256(data))),
    attribute(OID.signingCertificateV2, seq(seq(seq(octets(sha256(own)))))),
  ])
  const signature = await key.sign(der(new DerSet({ value: attributes })))
  const unsigned = timestamp ? [attribute(OID.signatureTimeStamp, read(await timestamp(signature)))] : []
  return cmsOf({ certificates: key.certificates, algorithm: key.algorithm, attributes, signature, unsigned })
}

export interface CmsParts extends Pick<SigningKey, 'certificates' | 'algorithm'> {
  /** Those that are signed, and those that are not. */
  attributes: readonly BaseBlock[]
  unsigned: readonly BaseBlock[]
  signature: Buffer
}

/** The one way in which these parts are written: whoever checks a signature writes it anew and compares. */
export function cmsOf({ certificates, algorithm, attributes, signature, unsigned }: CmsParts): Buffer {
  const { issuer, serialNumber } = Certificate.fromBER(certificates[0]!)
  const signerInfo = seq(
    new Integer({ value: 1 }),
    seq(issuer.toSchema() as BaseBlock, serialNumber),
    seq(oid(OID.sha256)),
    implicitSet(0, sorted(attributes)),
    algorithm === 'rsa-sha256' ? seq(oid(OID.rsa), new Null()) : seq(oid(OID.ecdsaSha256)),
    octets(signature),
    ...(unsigned.length > 0 ? [implicitSet(1, [...unsigned])] : []),
  )
  const signedData = seq(
    new Integer({ value: 1 }),
    new DerSet({ value: [seq(oid(OID.sha256))] }),
    seq(oid(OID.data)),
    implicitSet(0, sorted(certificates.map(read))),
    new DerSet({ value: [signerInfo] }),
  )
  return der(seq(oid(OID.signedData), explicit(0, signedData)))
}

export const sha256 = (data: Uint8Array): Buffer => createHash('sha256').update(data).digest()

const oid = (value: string): ObjectIdentifier => new ObjectIdentifier({ value })
const octets = (bytes: Buffer): OctetString => new OctetString({ valueHex: exactly(bytes) })
const seq = (...value: BaseBlock[]): Sequence => new Sequence({ value })
const explicit = (tagNumber: number, value: BaseBlock): Constructed =>
  new Constructed({ idBlock: { tagClass: 3, tagNumber }, value: [value] })
const implicitSet = (tagNumber: number, value: BaseBlock[]): Constructed => new Constructed({ idBlock: { tagClass: 3, tagNumber }, value })
const attribute = (type: string, value: BaseBlock): Sequence => seq(oid(type), new DerSet({ value: [value] }))
const der = (block: BaseBlock): Buffer => Buffer.from(block.toBER(false))
const read = (bytes: Buffer): BaseBlock => fromBER(exactly(bytes)).result as BaseBlock

/** DER writes the members of a set in the order of their bytes. */
const sorted = (blocks: readonly BaseBlock[]): BaseBlock[] =>
  blocks
    .map((block) => ({ block, bytes: der(block) }))
    .sort((a, b) => a.bytes.compare(b.bytes))
    .map(({ block }) => block)

/** The bytes alone: a small Buffer is a view into a larger one. */
const exactly = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer
