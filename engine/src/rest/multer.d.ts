/** @koa/multer ships no types: the calls we make. */
declare module '@koa/multer' {
  import type { Middleware } from 'koa'

  export interface UploadedFile {
    fieldname: string
    /** As latin1, whatever the client sent. */
    originalname: string
    buffer: Buffer
  }

  interface Multer {
    (options?: { storage?: unknown; limits?: { fileSize?: number; files?: number; fields?: number; fieldSize?: number } }): {
      any(): Middleware
    }
    memoryStorage(): unknown
  }
  const multer: Multer
  export default multer
}
