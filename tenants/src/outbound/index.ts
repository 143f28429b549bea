export { backoffMs, type RetryPolicy } from './backoff.ts'
export { createMailer, type Mail, type Mailer, type MailerOptions } from './mailer.ts'
export { postJson, type Post } from './post-json.ts'
export { ANYWHERE, publicOr, type Reach } from './reach.ts'
