/** A file as forms name it. */
export interface FileRef {
  fileId: string
  name: string
  /** Bytes. */
  size: number
}
