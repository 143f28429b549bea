export { createNotices, type Notice, type Notices, type NoticesOptions, type NoticeView, type Recipients } from './notices.ts'
export { tellOfDelegation } from './tell-of-delegation.ts'
