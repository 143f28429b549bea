import { ratingGradeText } from '@lianban/processes/labels'
import { Button, Input, Rate } from 'antd'
import { useState } from 'react'
import { KIND_TEXTS, type Consultation, type GivenGrade } from '../../api/consultations.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { dateText, dayOf, momentText } from '../../time.ts'
import './consultations.css'

/** A question or a complaint as its asker reads it, with the answer, and how he finds that. */
export function AnswerCard({ item, onGrade }: { item: Consultation; onGrade: (given: GivenGrade) => Promise<unknown> }) {
  return (
    <article className="stack consultation" data-testid="consultation">
      <div className="spread wrap">
        <strong>
          {KIND_TEXTS[item.kind]} · {item.matterName ?? item.organName}
        </strong>
        <span className="quiet">{item.answeredAt === null ? `${dateText(dayOf(item.dueAt - 1))}前答复` : '已答复'}</span>
      </div>
      <div className="quiet">
        {item.organName} · {momentText(item.askedAt)} 提交{item.caseNo && ` · 办件 ${item.caseNo}`}
      </div>
      <p className="said">{item.text}</p>
      {item.answer !== null && (
        <div className="answered">
          <div className="quiet">{momentText(item.answeredAt!)} 答复</div>
          <p className="said" data-testid="answer">
            {item.answer}
          </p>
          {item.grade === null ? <GradeForm onGrade={onGrade} /> : <div>您的评价:{ratingGradeText(item.grade)}</div>}
        </div>
      )}
    </article>
  )
}

function GradeForm({ onGrade }: { onGrade: (given: GivenGrade) => Promise<unknown> }) {
  const [grade, setGrade] = useState(0)
  const [text, setText] = useState('')
  const { run, busy, error } = useAttempt(() => onGrade({ grade, ...(text.trim() && { text: text.trim() }) }))
  return (
    <div className="stack">
      <div className="row">
        <span id="grade-label">您对答复满意吗</span>
        <Rate value={grade} onChange={setGrade} tooltips={[1, 2, 3, 4, 5].map(ratingGradeText)} aria-labelledby="grade-label" />
        {grade > 0 && <span>{ratingGradeText(grade)}</span>}
      </div>
      {grade > 0 && (
        <>
          <Input
            value={text}
            onChange={({ target }) => setText(target.value)}
            maxLength={500}
            placeholder="还想说的(选填)"
            aria-label="还想说的"
          />
          <ErrorNote error={error} />
          <div>
            <Button onClick={() => void run()} loading={busy} data-testid="send-grade">
              提交评价
            </Button>
          </div>
        </>
      )}
    </div>
  )
}
