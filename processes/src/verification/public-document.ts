/** What stands on the face of a licence, and may be seen by whoever has its code. */
export interface PublicLicence {
  licenceNo: string
  holderName: string
  matterName: string
  /** Days, YYYY-MM-DD. */
  issuedOn: string
  validUntil: string
}

/** What the public may see of a document: nothing that is not printed on it. Stored with the document when it is issued. */
export interface PublicDocument {
  organName: string
  licence: PublicLicence | null
}

/** Reads what is stored; before every document had a code only a licence had, and its face was stored alone. */
export function readPublicDocument(stored: unknown): PublicDocument | null {
  if (stored === null || typeof stored !== 'object') return null
  if (!('licenceNo' in stored)) return stored as PublicDocument
  const { organName, ...licence } = stored as PublicLicence & { organName: string }
  return { organName, licence }
}
