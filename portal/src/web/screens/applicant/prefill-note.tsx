import { Alert, Button } from 'antd'
import { fieldsOf, type FormSchema } from '@lianban/forms'
import type { Prefill } from '../../api/matters.ts'
import { lastWords, type ApplicationDraft } from './application-draft.ts'

interface PrefillNoteProps {
  /** Of the step that is shown. */
  schema: FormSchema
  draft: ApplicationDraft
  last: Prefill['last']
  onClear: () => void
  onTakeLast: () => void
}

/** What was filled in for the applicant, and from where: he looks it over, and can take it away. */
export function PrefillNote({ schema, draft, last, onClear, onTakeLast }: PrefillNoteProps) {
  const { prefilled = {}, values } = draft
  const shown = fieldsOf(schema).filter(({ path }) => path in prefilled && path in values)
  const origins = [...new Set(shown.map(({ path }) => prefilled[path]!))]
  const titlesFrom = (origin: string) => shown.filter(({ path }) => prefilled[path] === origin).map(({ title }) => title)
  const isTaken = last !== null && Object.values(prefilled).includes(lastWords(last))
  const offersLast = last !== null && !isTaken && Object.keys(last.values).length > 0
  if (shown.length === 0 && !offersLast) return null
  return (
    <Alert
      className="gap-below"
      type="info"
      data-testid="prefill-note"
      message={
        shown.length > 0 ? (
          <>
            已自动填充 {shown.length} 项,请核对:
            {origins.map((origin) => `${titlesFrom(origin).join('、')}(${origin})`).join(';')}
          </>
        ) : (
          '您申请过本事项,可以沿用上次填写的内容,再修改有变化的部分'
        )
      }
      description={
        <div className="row">
          {offersLast && (
            <Button size="small" onClick={onTakeLast} data-testid="take-last">
              沿用上次填写的内容
            </Button>
          )}
          {shown.length > 0 && (
            <Button size="small" onClick={onClear} data-testid="clear-prefilled">
              清除自动填充
            </Button>
          )}
        </div>
      }
    />
  )
}
