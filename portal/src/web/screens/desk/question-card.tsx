import { Button, Input, Tag } from 'antd'
import { useState, type ReactNode } from 'react'
import { deskApi, type Question } from '../../api/case-desk.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { momentText } from '../../time.ts'

const STATES: Record<Question['state'], string> = { open: '待答复', answered: '已答复', withdrawn: '已撤回', lapsed: '办件办结,未答复' }
const KINDS = { ask: '问', answer: '答', withdraw: '撤回' } as const

/** One question with its rounds, and what the reader can say to it. */
export function QuestionCard({ item, head, onChanged }: { item: Question; head?: ReactNode; onChanged: () => void }) {
  const answers = item.mine === 'asked' && item.state === 'open'
  const [text, setText] = useState('')
  const saying = useAttempt(async () => {
    await (answers ? deskApi.answer(item.id, text) : deskApi.followUp(item.id, text))
    setText('')
    onChanged()
  })
  const withdrawing = useAttempt(async () => {
    await deskApi.withdraw(item.id)
    onChanged()
  })
  const goesOn = item.mine === 'asker' && (item.state === 'open' || item.state === 'answered')
  return (
    <section className="card gap-below" data-testid="question">
      {head}
      <div className="spread">
        <span>
          {item.asker.name} 问 {item.asked.name}
          <span className="quiet"> · {item.stepName}</span>
        </span>
        <Tag color={item.state === 'open' ? 'processing' : 'default'}>{STATES[item.state]}</Tag>
      </div>
      <ol className="plain">
        {item.rounds.map((round, index) => (
          <li key={index} className="gap-above">
            <span className="quiet">
              {KINDS[round.kind]} · {round.name} · {momentText(round.at)}
            </span>
            {round.text && <div className="break">{round.text}</div>}
          </li>
        ))}
      </ol>
      {(answers || goesOn) && (
        <div className="gap-above">
          <ErrorNote error={saying.error ?? withdrawing.error} />
          <Input.TextArea
            rows={2}
            maxLength={2000}
            value={text}
            aria-label={answers ? '答复' : '继续沟通'}
            placeholder={answers ? '写答复' : '继续问'}
            onChange={({ target }) => setText(target.value)}
          />
          <div className="row gap-above">
            <Button type={answers ? 'primary' : 'default'} disabled={!text.trim()} loading={saying.busy} onClick={() => void saying.run()}>
              {answers ? '答复' : '继续沟通'}
            </Button>
            {goesOn && item.state === 'open' && (
              <Button loading={withdrawing.busy} disabled={saying.busy} onClick={() => void withdrawing.run()}>
                撤回提问
              </Button>
            )}
          </div>
        </div>
      )}
    </section>
  )
}
