import multer from '@koa/multer'
import type { ParameterizedContext } from 'koa'
import type { State } from '../context.ts'
import { fileTooLarge, invalidRequest } from '../http-error.ts'

/** A file that was sent, in memory. */
export interface SentFile {
  /** As the sender calls it. */
  name: string
  size: number
  bytes: Buffer
}

/**
 * Reads the one file of a multipart request, part `file`; it is in memory, so ask for it when all else is checked.
 * @param fields parts beside the file, which are the body then. @default none
 * @throws HttpError FILE_TOO_LARGE, INVALID_REQUEST for anything but one file that is not empty
 */
export function oneFile({ maxBytes, fields = 0 }: { maxBytes: number; fields?: number }) {
  const limits = { fileSize: maxBytes, files: 1, fields, parts: fields + 1 }
  const upload = multer({ storage: multer.memoryStorage(), limits }).single('file')
  return async (ctx: ParameterizedContext<State>): Promise<SentFile> => {
    await upload(ctx as never, async () => {}).catch((error: { code?: string }) => {
      throw error.code === 'LIMIT_FILE_SIZE'
        ? fileTooLarge(maxBytes)
        : invalidRequest([{ path: 'file', message: error.code ?? 'malformed' }])
    })
    const { file } = ctx as { file?: { originalname: string; size: number; buffer: Buffer } }
    if (!file?.size) throw invalidRequest([{ path: 'file', message: 'a file that is not empty is expected' }])
    // multer hands names over as latin1
    return { name: Buffer.from(file.originalname, 'latin1').toString('utf8'), size: file.size, bytes: file.buffer }
  }
}
