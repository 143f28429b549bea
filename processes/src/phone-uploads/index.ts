export {
  createPhoneUploads,
  PHONE_UPLOAD_MS,
  type PhonePage,
  type PhoneUploads,
  type PhoneUploadsOptions,
  type PhoneUploadState,
  type UploadFor,
} from './phone-uploads.ts'
export { PhoneUploadError, type PhoneUploadErrorCode } from './phone-upload-error.ts'
