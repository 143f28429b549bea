import { verify, X509Certificate } from 'node:crypto'
import { fromBER, ObjectIdentifier, OctetString, Sequence, type BaseBlock } from 'asn1js'
import { Certificate, ContentInfo, SignedData, type Attribute, type SignerInfo } from 'pkijs'
import { cmsOf, OID, sha256 } from './cms.ts'

/** What is wrong with a signature. */
export type SignatureProblem =
  'MALFORMED' | 'NOT_WHOLE_DOCUMENT' | 'CONTENT_ALTERED' | 'SIGNATURE_WRONG' | 'CERTIFICATE_MISMATCH' | 'OUTSIDE_VALIDITY'

/** State of a PDF's signature. */
export type SignatureState =
  | { state: 'unsigned' }
  | { state: 'invalid'; problem: SignatureProblem }
  /** `untrusted`: sound in itself, by a certificate that the tenant does not stand by. */
  | { state: 'valid' | 'untrusted'; signer: string; signedAt: number; certificateSha256: string }

const BYTE_RANGE = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g
const DATE = /\/M \(D:(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})\+08'00'\)/g

/**
 * Checks the signature of a PDF that this program signed: it must cover every byte, its digest and signature be right,
 * and its certificate have been valid at the time it claims. Never throws: whatever cannot be read is malformed.
 * @param trusted certificates that the tenant stands by; an issuer's covers what it issued
 */
export function verifySignature(pdf: Buffer, trusted: readonly X509Certificate[]): SignatureState {
  try {
    return check(pdf, trusted)
  } catch {
    return { state: 'invalid', problem: 'MALFORMED' }
  }
}

function check(pdf: Buffer, trusted: readonly X509Certificate[]): SignatureState {
  const text = pdf.toString('latin1')
  const ranges = [...text.matchAll(BYTE_RANGE)]
  if (ranges.length === 0) return { state: 'unsigned' }
  const invalid = (problem: SignatureProblem): SignatureState => ({ state: 'invalid', problem })
  if (ranges.length > 1) return invalid('NOT_WHOLE_DOCUMENT')
  const [start, before, behind, rest] = ranges[0]!.slice(1).map(Number) as [number, number, number, number]
  if (start !== 0 || behind <= before || behind + rest !== pdf.length) return invalid('NOT_WHOLE_DOCUMENT')
  const hex = /^<([0-9a-f]+|[0-9A-F]+)>$/.exec(text.slice(before, behind))
  // The range lies in the signed part, so the gap holds the signature and nothing else.
  if (!hex || ranges[0]!.index + ranges[0]![0].length > before) return invalid('NOT_WHOLE_DOCUMENT')

  const { signedData, written } = signedDataOf(Buffer.from(hex[1]!, 'hex'))
  const [info] = signedData.signerInfos
  if (signedData.signerInfos.length !== 1 || !info?.signedAttrs) return invalid('MALFORMED')
  const content = Buffer.concat([pdf.subarray(0, before), pdf.subarray(behind)])
  const attributes = info.signedAttrs.attributes
  const digest = octetsOf(attributeOf(attributes, OID.messageDigest))
  if (!digest.equals(sha256(content))) return invalid('CONTENT_ALTERED')
  if ((attributeOf(attributes, OID.contentType) as ObjectIdentifier).getValue() !== OID.data) return invalid('MALFORMED')
  const certificate = certificateOf(signedData, attributes)
  if (!certificate) return invalid('CERTIFICATE_MISMATCH')
  if (!verify('sha256', Buffer.from(info.signedAttrs.encodedValue), certificate.publicKey, signatureOf(info)))
    return invalid('SIGNATURE_WRONG')
  // What the signature itself does not cover is written in one way only, so nothing of it can be changed either.
  if (!writtenAnew(signedData, info, certificate).equals(written)) return invalid('MALFORMED')
  const signedAt = signedAtOf(text)
  if (!(Date.parse(certificate.validFrom) <= signedAt && signedAt <= Date.parse(certificate.validTo))) return invalid('OUTSIDE_VALIDITY')
  return {
    state: trusted.some((anchor) => vouches(anchor, certificate)) ? 'valid' : 'untrusted',
    signer: /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? certificate.subject,
    signedAt,
    certificateSha256: sha256(certificate.raw).toString('hex'),
  }
}

function signedDataOf(bytes: Buffer): { signedData: SignedData; written: Buffer } {
  const { result, offset } = fromBER(new Uint8Array(bytes).buffer)
  // Behind the signature its field holds zeros.
  if (offset < 0 || bytes.subarray(offset).some((byte) => byte !== 0)) throw new Error('not DER')
  const content = new ContentInfo({ schema: result })
  if (content.contentType !== OID.signedData) throw new Error('no signed data')
  return { signedData: new SignedData({ schema: content.content as BaseBlock }), written: bytes.subarray(0, offset) }
}

function writtenAnew({ certificates = [] }: SignedData, info: SignerInfo, own: X509Certificate): Buffer {
  const others = certificates.map((each) => Buffer.from(each.toSchema().toBER(false))).filter((raw) => !raw.equals(own.raw))
  const blocks = (attributes: Attribute[]) => attributes.map((each) => each.toSchema() as BaseBlock)
  return cmsOf({
    certificates: [own.raw, ...others],
    algorithm: own.publicKey.asymmetricKeyType === 'rsa' ? 'rsa-sha256' : 'ecdsa-sha256',
    attributes: blocks(info.signedAttrs!.attributes),
    signature: signatureOf(info),
    unsigned: blocks(info.unsignedAttrs?.attributes ?? []),
  })
}

/** The certificate whose hash was signed along with the document. */
function certificateOf({ certificates = [] }: SignedData, attributes: Attribute[]): X509Certificate | null {
  const essCertificates = (attributeOf(attributes, OID.signingCertificateV2) as Sequence).valueBlock.value[0] as Sequence
  const [hash, ...further] = (essCertificates.valueBlock.value[0] as Sequence).valueBlock.value
  if (further.length > 0 || !(hash instanceof OctetString)) return null
  const signed = octetsOf(hash)
  const all = certificates
    .filter((each) => each instanceof Certificate)
    .map((each) => new X509Certificate(Buffer.from(each.toSchema().toBER(false))))
  return all.find(({ raw }) => sha256(raw).equals(signed)) ?? null
}

function attributeOf(attributes: Attribute[], type: string): BaseBlock {
  const found = attributes.filter((attribute) => attribute.type === type)
  if (found.length !== 1 || found[0]!.values.length !== 1) throw new Error(`attribute ${type} is not there once`)
  return found[0]!.values[0] as BaseBlock
}

const octetsOf = (block: BaseBlock): Buffer => Buffer.from((block as OctetString).valueBlock.valueHexView)
const signatureOf = ({ signature }: SignerInfo): Buffer => Buffer.from(signature.valueBlock.valueHexView)

/** The time that the document claims, itself part of what is signed. */
function signedAtOf(text: string): number {
  const dates = [...text.matchAll(DATE)]
  if (dates.length !== 1) return NaN
  const [year, month, day, hour, minute, second] = dates[0]!.slice(1)
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`)
}

const vouches = (anchor: X509Certificate, certificate: X509Certificate): boolean =>
  anchor.raw.equals(certificate.raw) || (anchor.ca && certificate.checkIssued(anchor) && certificate.verify(anchor.publicKey))
