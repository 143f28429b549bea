import { oneTimeTokens } from '@lianban/storage'
import type { Caller } from '../cases/ports.ts'
import type { Upload } from '../cases/uploads.ts'
import type { FileView } from '../cases/views.ts'
import { endUpload, openUpload, stateOfUpload, type PhoneUploadState } from './computer-side.ts'
import type { PhoneUploadContext, UploadFor } from './phone-upload-context.ts'
import { addUpload, checkUpload, takeUpload, type PhonePage, type PhoneProof } from './telephone-side.ts'

/**
 * Uploads from a telephone 手机扫码上传: a page that is open on a computer shows an address; the telephone that opens it first,
 * and no other, hands in files for one material of one person, for a quarter of an hour.
 */
export interface PhoneUploads {
  /** @param there files that the material has already @throws NOT_FOUND, NOT_AUTHORIZED */
  open(caller: Caller, to: UploadFor & { there: number }): Promise<{ id: string; token: string; expiresAt: number }>
  /** @throws NOT_FOUND */
  state(caller: Caller, id: string): Promise<PhoneUploadState>
  /** Takes it back; what has come stays the caller's. @throws NOT_FOUND */
  end(caller: Caller, id: string): Promise<void>
  /** The telephone opens the address. @throws PhoneUploadError PHONE_UPLOAD_OVER, PHONE_UPLOAD_TAKEN */
  take(tenantId: string, token: string, ip?: string): Promise<PhonePage>
  /** Whether the telephone may still send: asked before a body is read. @throws PhoneUploadError */
  check(tenantId: string, proof: PhoneProof): Promise<void>
  /** @throws PhoneUploadError; NOT_AUTHORIZED if the person may no longer */
  add(tenantId: string, proof: PhoneProof, upload: Upload, ip?: string): Promise<FileView>
  /** Housekeeping, once a day. @returns how many were forgotten */
  forgetOld(tenantId: string): Promise<number>
}

export const createPhoneUploads = (context: PhoneUploadContext): PhoneUploads => ({
  open: (caller, to) => openUpload(context, caller, to),
  state: (caller, id) => stateOfUpload(context, caller, id),
  end: (caller, id) => endUpload(context, caller, id),
  take: (tenantId, token, ip) => takeUpload(context, tenantId, token, ip),
  check: (tenantId, proof) => checkUpload(context, tenantId, proof),
  add: (tenantId, proof, upload, ip) => addUpload(context, tenantId, proof, upload, ip),
  forgetOld: (tenantId) => oneTimeTokens(context.database).deleteExpired(tenantId, context.clock() - 24 * 3_600_000),
})
