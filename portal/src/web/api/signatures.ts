import { request } from './client.ts'

/* Signatures by hand 手写签名. */

/** The one that the person keeps; its file is readable by him alone. */
export interface KeptSignature {
  fileId: string
  keptAt: number
}

export const signaturePaths = { kept: '/api/account/signature' }

export const signatureApi = {
  /** @returns its id, to be sent with a completion or kept. @throws ApiError SIGNATURE_INVALID */
  write: async (picture: Blob): Promise<string> => {
    const body = new FormData()
    body.append('file', picture, 'signature.png')
    return (await request<{ signatureId: string }>('/api/signatures', { method: 'POST', body })).signatureId
  },
  keep: (signatureId: string, password: string) => request<void>(signaturePaths.kept, { method: 'POST', body: { signatureId, password } }),
  forget: () => request<void>(signaturePaths.kept, { method: 'DELETE' }),
}
