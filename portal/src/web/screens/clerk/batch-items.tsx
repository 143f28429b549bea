import { Input } from 'antd'
import type { BatchAnswer, BatchOffer } from '../../api/tasks.ts'

interface Props {
  items: BatchOffer['items']
  action: BatchOffer['actions'][number] | undefined
  answers: Record<string, BatchAnswer>
  opinions: Record<string, string>
  /** Who gets it next, where that is not the same for all. */
  nextOf?: (item: BatchOffer['items'][number]) => string
  disabled: boolean
  /** An opinion that must be written is not. */
  isMissing: (taskId: string) => boolean
  onChange: (taskId: string, opinion: string) => void
}

/** Each task of a batch with its opinion, and then with what became of it. */
export function BatchItems({ items, action, answers, opinions, nextOf, disabled, isMissing, onChange }: Props) {
  return (
    <ul className="plain">
      {items.map((item) => {
        const { taskId, caseNo, applicantName } = item
        const answer = answers[taskId]
        const id = `batch-opinion-${taskId}`
        const missing = isMissing(taskId)
        return (
          <li key={taskId} className="batch-item" data-testid={`batch-item-${caseNo}`}>
            <label htmlFor={id} className="spread">
              <span className="break">
                {applicantName} <code className="quiet">{caseNo}</code>
              </span>
              {answer && <State answer={answer} />}
            </label>
            {nextOf && !answer?.done && <div className="quiet">下一环节 {nextOf(item)}</div>}
            {action && action.opinion !== 'none' && !answer?.done && (
              <Input.TextArea
                id={id}
                autoSize={{ minRows: 1, maxRows: 6 }}
                maxLength={2000}
                value={opinions[taskId] ?? ''}
                disabled={disabled}
                status={missing ? 'error' : undefined}
                placeholder={action.opinion === 'required' ? '意见(必填)' : '意见(可不填)'}
                aria-describedby={missing ? `${id}-problem` : undefined}
                onChange={({ target }) => onChange(taskId, target.value)}
              />
            )}
            {missing && (
              <div id={`${id}-problem`} className="field-problem" role="alert">
                请写明意见
              </div>
            )}
            {answer?.message && <div className="field-problem">{answer.message}</div>}
          </li>
        )
      })}
    </ul>
  )
}

const State = ({ answer: { done } }: { answer: BatchAnswer }) =>
  done ? <span className="batch-done nowrap">✓ 已办理</span> : <span className="tone-over nowrap">没有办理</span>
