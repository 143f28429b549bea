import { isCidr, type MailerOptions } from '@lianban/tenants'
import { z } from 'zod'

/** Address of a mail server. */
export const smtpUrl = z
  .string()
  .regex(/^smtps?:\/\/.+$/, 'expected smtp://user:password@host:587 or smtps://…')
  .refine((text) => URL.canParse(text), 'not an address; characters such as @ : / in user and password are written %40 %3A %2F')

/** The variables about what leaves the house: mail and web hooks. */
export const DELIVERY_VARIABLES = {
  SMTP_URL: smtpUrl.optional(),
  /** `联办 <lianban@sanhu.example.cn>` */
  MAIL_FROM: z.string().min(3).max(200).optional(),
  /** Networks of the county's own that web hooks may reach, parted by commas; 127.0.0.0/8 also without TLS. */
  HOOK_NETWORKS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()])))
    .pipe(z.array(z.string().refine(isCidr, 'expected networks such as 10.20.0.0/16, parted by commas'))),
}

type Environment = z.infer<z.ZodObject<typeof DELIVERY_VARIABLES>>

export interface DeliverySettings {
  /** null: no mail is sent. */
  mail: MailerOptions | null
  hookNetworks: string[]
}

/** What only makes sense together. */
export const deliveryProblems = ({ SMTP_URL, MAIL_FROM }: Environment): string[] =>
  (SMTP_URL === undefined) === (MAIL_FROM === undefined) ? [] : ['SMTP_URL, MAIL_FROM: expected both or none']

export const deliverySettings = ({ SMTP_URL, MAIL_FROM, HOOK_NETWORKS }: Environment): DeliverySettings => ({
  mail: SMTP_URL !== undefined && MAIL_FROM !== undefined ? { smtpUrl: SMTP_URL, from: MAIL_FROM } : null,
  hookNetworks: HOOK_NETWORKS,
})
