import { useEffect, useRef } from 'react'
import type { FieldProblem } from '../api/api-error.ts'

/** What is wrong, on top of a page, each line leading to its place. Takes the focus when it appears, so that it is read. */
export function ProblemSummary({ problems, onJump }: { problems: FieldProblem[]; onJump: (problem: FieldProblem) => void }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (problems.length) box.current?.focus()
  }, [problems])
  if (problems.length === 0) return null
  return (
    <div ref={box} className="problem-summary gap-below" role="alert" tabIndex={-1} data-testid="problem-summary">
      <strong>有 {problems.length} 处需要修改后才能继续</strong>
      <ul className="numbered">
        {problems.map((problem) => (
          <li key={`${problem.path}-${problem.code}`}>
            <button type="button" className="link-button" onClick={() => onJump(problem)}>
              {problem.message}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
