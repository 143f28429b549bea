import { CopyCode } from '../../components/copy-code.tsx'

const SUITES: Record<string, string> = { 'ed25519-sha256': 'Ed25519 签名 · SHA-256 指纹', 'sm2-sm3': 'SM2 签名 · SM3 指纹' }

export const suiteText = (suite: string | null | undefined): string => SUITES[suite ?? ''] ?? '—'

/** The signed text itself: what an outside party keeps. */
export function SignedHead({ head, open }: { head: { note: string; suite?: string }; open?: boolean }) {
  return (
    <details className="signed-head" open={open}>
      <summary>签名原文({suiteText(head.suite)})</summary>
      <pre>{head.note}</pre>
      <p className="quiet">
        请将原文留存在系统之外:日后以 lianban verify-log --known 核验导出的日志。 <CopyCode code={head.note} short={1} label="签名原文" />
      </p>
    </details>
  )
}
