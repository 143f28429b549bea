/** @koa/multer ships no types: the calls we make. */
declare module '@koa/multer' {
  import type { Middleware } from 'koa'
  import type { Options } from 'multer'

  export interface UploadedFile {
    originalname: string
    size: number
    buffer: Buffer
  }

  interface Multer {
    (options?: Options): { single(field: string): Middleware; none(): Middleware }
    memoryStorage(): Options['storage']
  }
  const multer: Multer
  export default multer
}
