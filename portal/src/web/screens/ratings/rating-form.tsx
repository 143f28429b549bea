import { RATING_GRADES, RATING_TEXT_CHARS, tagsFor } from '@lianban/processes/labels'
import { Checkbox, Input } from 'antd'
import { useId } from 'react'
import './ratings.css'

export interface RatingDraft {
  grade: number | null
  tags: string[]
  text: string
}

export const EMPTY_RATING: RatingDraft = { grade: null, tags: [], text: '' }

/** The five grades in words, then what goes with the grade, then words of one's own: nothing but the grade is needed. */
export function RatingForm({ draft, onChange }: { draft: RatingDraft; onChange: (draft: RatingDraft) => void }) {
  const name = useId()
  const choose = (grade: number) => {
    const fitting = tagsFor(grade).map(({ value }) => value)
    onChange({ ...draft, grade, tags: draft.tags.filter((tag) => fitting.includes(tag)) })
  }
  return (
    <div className="stack">
      <fieldset className="grades" aria-required="true">
        <legend>您对这次服务满意吗</legend>
        {RATING_GRADES.map(({ value, label }) => (
          <label key={value} className={draft.grade === value ? 'grade-option chosen' : 'grade-option'} data-testid={`grade-${value}`}>
            <input type="radio" name={name} checked={draft.grade === value} onChange={() => choose(value)} />
            {label}
          </label>
        ))}
      </fieldset>
      {draft.grade !== null && (
        <>
          <fieldset className="grades">
            <legend>{draft.grade <= 2 ? '哪些方面不满意' : '哪些方面满意'}(选填)</legend>
            <Checkbox.Group
              className="rating-tags"
              options={tagsFor(draft.grade)}
              value={draft.tags}
              onChange={(tags) => onChange({ ...draft, tags })}
            />
          </fieldset>
          <div>
            <label htmlFor={`${name}-text`}>还想说的(选填)</label>
            <Input.TextArea
              id={`${name}-text`}
              rows={3}
              maxLength={RATING_TEXT_CHARS}
              showCount
              value={draft.text}
              onChange={({ target }) => onChange({ ...draft, text: target.value })}
              data-testid="rating-text"
            />
          </div>
        </>
      )}
    </div>
  )
}
