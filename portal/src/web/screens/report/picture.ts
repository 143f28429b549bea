import { minuteText } from '../../time.ts'
import { photoFacts, type PhotoFacts } from './exif.ts'

/** Longest side, pixels: enough to recognise what it shows. */
const MAX_SIDE = 1600
const QUALITY = 0.82
/** EXIF stands at the beginning of a file. */
const HEAD_BYTES = 256 * 1024

export interface TakenPhoto extends PhotoFacts {
  bytes: ArrayBuffer
  /** Of an object URL: to be revoked by who shows it. */
  url: string
}

/**
 * A photo made small enough for a slow network, with the time on it; where and when it was taken are read before, for the smaller
 * picture says nothing of itself.
 * @throws DOMException if the browser cannot read the picture
 */
export async function preparePhoto(file: File, now: number): Promise<TakenPhoto> {
  const facts = photoFacts(await file.slice(0, HEAD_BYTES).arrayBuffer())
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const scale = Math.min(1, MAX_SIDE / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const pen = canvas.getContext('2d')!
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  stamp(pen, facts.takenAt?.replace('T', ' ').slice(0, 16) ?? minuteText(now), canvas)
  const blob = await new Promise<Blob>((resolve, reject) =>
    canvas.toBlob((made) => (made ? resolve(made) : reject(new DOMException('no picture'))), 'image/jpeg', QUALITY),
  )
  return { ...facts, bytes: await blob.arrayBuffer(), url: URL.createObjectURL(blob) }
}

/** The time, white on dark, in the lower right corner. */
function stamp(pen: CanvasRenderingContext2D, text: string, { width, height }: HTMLCanvasElement): void {
  const size = Math.max(12, Math.round(width / 40))
  pen.font = `${size}px sans-serif`
  const wide = pen.measureText(text).width + size
  pen.fillStyle = 'rgba(0, 0, 0, 0.55)'
  pen.fillRect(width - wide, height - size * 1.6, wide, size * 1.6)
  pen.fillStyle = '#fff'
  pen.fillText(text, width - wide + size / 2, height - size * 0.5)
}
