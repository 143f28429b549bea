import { issuedDocuments } from '@lianban/storage'
import { dayOf } from '../clock/index.ts'
import type { CaseContext } from './context.ts'
import type { LicenceVerification } from './views.ts'

/** What the public may see of a licence, stored with the document when it was issued. */
export type PublicLicence = Omit<LicenceVerification, 'valid' | 'sha256'>

const CODE = /^[0-9a-f]{32}$/

/** What the code of a licence's QR code stands for; null if there is no such licence. Public: nothing but the licence's face. */
export async function verifyLicence(context: CaseContext, tenantId: string, code: string): Promise<LicenceVerification | null> {
  if (!CODE.test(code)) return null
  const document = await issuedDocuments(context.database).byVerifyCode(tenantId, code)
  if (!document) return null
  const face = document.public_data as PublicLicence
  const today = dayOf(context.clock())
  return { ...face, valid: face.issuedOn <= today && today <= face.validUntil, sha256: document.sha256 }
}
