import { observer } from '@formily/react'
import { type FieldProblem, labelOf } from '@lianban/forms'
import { Alert, theme, Typography } from 'antd'
import type { RefObject } from 'react'
import { inputId } from './context.ts'
import type { FormSession } from './session.ts'

interface ErrorSummaryProps {
  session: FormSession
  /** Paths listed at the last attempt; those that have been put right meanwhile disappear. */
  listed: string[]
  onJump: (path: string) => void
  /** Set to the box, so that the page can go there. */
  box: RefObject<HTMLDivElement>
}

/** All that is wrong, at the top, each a link to its field. Gets the focus after a failed attempt. */
export const ErrorSummary = observer(({ session, listed, onJump, box }: ErrorSummaryProps) => {
  const { token } = theme.useToken()
  const problems = session.problems.filter((it) => listed.includes(it.path))
  if (problems.length === 0) return null
  return (
    <div ref={box} tabIndex={-1} role="alert" data-testid="error-summary" style={{ marginBottom: token.margin, outline: 'none' }}>
      <Alert
        type="error"
        role="group"
        message={<strong>有 {problems.length} 处需要修改后才能继续</strong>}
        description={
          <ul style={{ margin: 0, paddingInlineStart: token.padding }}>
            {problems.map((it, index) => (
              <li key={`${it.path}-${index}`} style={{ overflowWrap: 'anywhere' }}>
                <SummaryLine problem={it} session={session} onJump={onJump} />
              </li>
            ))}
          </ul>
        }
      />
    </div>
  )
})

function SummaryLine({ problem, session, onJump }: { problem: FieldProblem; session: FormSession; onJump: (path: string) => void }) {
  const { token } = theme.useToken()
  const label = labelOf(session.schema, problem.path)
  // In a table the message alone does not say which row.
  const text = /\.\d+\./.test(problem.path) ? `${label.replace(/ [^ ]*$/, '')}:${problem.message}` : problem.message
  if (label === '') return <>{text}</>
  return (
    <Typography.Link
      underline
      style={{ color: token.colorErrorText }}
      href={`#${inputId(problem.path)}`}
      onClick={(event) => {
        event.preventDefault()
        onJump(problem.path)
      }}
    >
      {text}
    </Typography.Link>
  )
}
