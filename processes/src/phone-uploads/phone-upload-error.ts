export type PhoneUploadErrorCode =
  'PHONE_UPLOAD_OVER' | 'PHONE_UPLOAD_TAKEN' | 'PHONE_UPLOAD_FULL' | 'PHONE_UPLOAD_FORMAT' | 'PHONE_UPLOAD_TOO_LARGE'

const STATUS: Record<PhoneUploadErrorCode, number> = {
  PHONE_UPLOAD_OVER: 410,
  PHONE_UPLOAD_TAKEN: 409,
  PHONE_UPLOAD_FULL: 409,
  PHONE_UPLOAD_FORMAT: 415,
  PHONE_UPLOAD_TOO_LARGE: 413,
}

/** A stable code, its HTTP status, and words for whoever has the telephone in his hand. */
export class PhoneUploadError extends Error {
  readonly status: number
  constructor(
    readonly code: PhoneUploadErrorCode,
    message: string,
  ) {
    super(message)
    this.name = 'PhoneUploadError'
    this.status = STATUS[code]
  }
}

/** The same for an address that there never was, that was taken back, and whose time is over. */
export const uploadOver = (): PhoneUploadError => new PhoneUploadError('PHONE_UPLOAD_OVER', '二维码已失效。请在电脑上重新显示二维码后扫码')
export const uploadTaken = (): PhoneUploadError =>
  new PhoneUploadError('PHONE_UPLOAD_TAKEN', '二维码已由另一台手机使用。不是您本人操作的,请在电脑上结束上传,重新显示二维码')
export const uploadFull = (maxFiles: number): PhoneUploadError =>
  new PhoneUploadError('PHONE_UPLOAD_FULL', `这项材料最多上传 ${maxFiles} 个文件,已经传满。需要更换的,请先在电脑上移除`)
export const uploadFormat = (formats: readonly string[]): PhoneUploadError =>
  new PhoneUploadError('PHONE_UPLOAD_FORMAT', `这项材料只接受 ${formats.join('、').toUpperCase()} 文件,请重新拍照或者选择`)
export const uploadTooLarge = (maxBytes: number): PhoneUploadError =>
  new PhoneUploadError('PHONE_UPLOAD_TOO_LARGE', `文件超过 ${Math.floor(maxBytes / 1024 / 1024)} MB 的上限,请降低拍照的清晰度后重试`)
