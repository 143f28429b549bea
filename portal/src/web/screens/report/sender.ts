import { asApiError } from '../../api/api-error.ts'
import { linkageApi } from '../../api/linkage.ts'
import { dropReport, keepReport, waitingReports, type WaitingPhoto, type WaitingReport } from './queue.ts'

/** Bytes of one part of a photo; the server says the same. */
const PART_BYTES = 256 * 1024
/** What the server says no to for good: it would say so again. */
const FINAL = new Set([400, 403, 404, 409, 413, 415, 422])

/**
 * Sends what waits, oldest first, one tab at a time: first the photos, each from where it was cut off, then the report. Without a
 * network it stops and leaves the rest as it is.
 * @param changed called after each step that is worth showing
 * @returns whether everything that could be sent is sent
 */
export async function sendWaiting(ownerId: string, changed: () => void): Promise<boolean> {
  const send = async (): Promise<boolean> => {
    for (const report of await waitingReports(ownerId)) {
      if (report.refused !== null) continue
      try {
        for (const photo of report.photos) await sendPhoto(photo)
        await linkageApi.report({ ...report.body, photos: report.photos.map(({ key }) => key) }, report.id)
        await dropReport(report.id)
      } catch (thrown) {
        const error = asApiError(thrown)
        if (!isFinal(error.status)) return false
        await keepReport({ ...report, refused: error.message } satisfies WaitingReport)
      }
      changed()
    }
    return true
  }
  // Without locks (an old browser) two tabs may send the same: the server takes it once all the same.
  if (!('locks' in navigator)) return send()
  return navigator.locks.request('lianban-reports', { ifAvailable: true }, (lock) => (lock ? send() : false))
}

const isFinal = (status: number): boolean => FINAL.has(status)

async function sendPhoto({ key, bytes }: WaitingPhoto): Promise<void> {
  let { parts, fileId } = await linkageApi.photo(key)
  while (fileId === null) {
    const part = new Blob([bytes.slice(parts * PART_BYTES, (parts + 1) * PART_BYTES)], { type: 'application/octet-stream' })
    ;({ parts, fileId } = await linkageApi.putPart(key, parts, bytes.byteLength, part))
  }
}
