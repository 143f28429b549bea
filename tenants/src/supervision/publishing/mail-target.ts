import { createMailer, type MailerOptions } from '../../outbound/index.ts'
import { publicationName, type Publication, type PublishTarget } from './target.ts'

export interface MailTargetOptions extends MailerOptions {
  /** Mailboxes of those who keep the heads: 纪委监委, 审计局. */
  to: readonly string[]
}

/** A mail with the head as text and as a file. */
export function mailTarget({ smtpUrl, from, to }: MailTargetOptions): PublishTarget {
  const mailer = createMailer({ smtpUrl, from })
  return {
    name: 'mail',
    kind: 'mail',
    address: to.join(', '),
    send: (publication) =>
      mailer.send({
        to,
        subject: `电子监察日志检查点 ${publication.tenantId} 第 ${publication.checkpoint.size} 条`,
        text: textOf(publication),
        attachments: [
          {
            filename: publicationName(publication),
            content: publication.checkpoint.note,
            contentType: 'text/plain; charset=utf-8',
          },
        ],
      }),
  }
}

const textOf = ({ checkpoint, publicKeyFingerprint }: Publication): string => `电子监察日志检查点

日志:${checkpoint.origin}
记录数:${checkpoint.size}
根哈希:${checkpoint.root}
签名时间:${new Date(checkpoint.at).toISOString()}(UTC)
算法:${checkpoint.suite}
公钥指纹(SHA-256):${publicKeyFingerprint}

请将附件原样留存。日后核验导出的日志时,以 --known 给出该文件:
日志若被改写、回退或截断,与本检查点必不相符。

${checkpoint.note}`
