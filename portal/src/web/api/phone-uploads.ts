import { errorOf, unreachable } from './api-error.ts'
import { request } from './client.ts'
import type { UploadedFile } from './cases.ts'

/* Uploads from a telephone 手机扫码上传: the computer's calls, and the telephone's, which has no session. */

/** What the files are for. */
export interface UploadFor {
  kind: 'matter' | 'case'
  about: string
}

export interface PhoneUploadState {
  state: 'waiting' | 'opened' | 'over'
  expiresAt: number
  files: UploadedFile[]
}

export interface PhonePage {
  key: string
  material: { name: string; formats: string[]; maxBytes: number; maxFiles: number }
  left: number
  ownerName: string
  expiresAt: number
}

const id = encodeURIComponent

export const phoneUploadApi = {
  open: (to: UploadFor & { materialKey: string; there: number }) =>
    request<{ id: string; token: string; expiresAt: number }>('/api/phone-uploads', { method: 'POST', body: to }),
  state: (uploadId: string, signal: AbortSignal) => request<PhoneUploadState>(`/api/phone-uploads/${id(uploadId)}`, { signal }),
  end: (uploadId: string) => request<void>(`/api/phone-uploads/${id(uploadId)}`, { method: 'DELETE', keepalive: true }),
  /** On the telephone. */
  take: (token: string) => request<PhonePage>('/api/phone/upload', { method: 'POST', body: { token } }),
}

/** The address that is shown as a QR code; what stands behind `#` is sent to no server by opening it. */
export const phoneUploadAddress = (token: string): string => `${location.origin}/phone-upload#${token}`

/** Sends one file and tells how far it is, 0 to 1: `fetch` cannot tell that. @throws ApiError */
export function sendFromPhone(
  file: File,
  proof: { token: string; key: string },
  onProgress: (share: number) => void,
): Promise<UploadedFile> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    call.open('POST', '/api/phone/upload/files')
    call.setRequestHeader('X-Upload-Token', proof.token)
    call.setRequestHeader('X-Upload-Key', proof.key)
    call.responseType = 'json'
    call.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    call.onload = () => {
      if (call.status >= 200 && call.status < 300) resolve(call.response as UploadedFile)
      else reject(errorOf(call.status, call.response))
    }
    call.onerror = () => reject(unreachable())
    const body = new FormData()
    body.append('file', file)
    call.send(body)
  })
}
