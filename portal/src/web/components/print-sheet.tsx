import { useEffect, useRef, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import './print-sheet.css'

interface PrintSheetProps {
  /** Of the paper, where it is no A4. */
  className?: string
  onPrinted: () => void
  children: ReactNode
}

/** What goes to the printer, and nothing of the page around it: printed as soon as its pictures are there. */
export function PrintSheet({ className = '', onPrinted, children }: PrintSheetProps) {
  const sheet = useRef<HTMLDivElement>(null)
  const printed = useRef(onPrinted)
  useEffect(() => {
    let gone = false
    const leave = () => printed.current()
    addEventListener('afterprint', leave)
    const pictures = [...(sheet.current?.querySelectorAll('img') ?? [])]
    // A signature that cannot be read is missing on the paper, as it is on the screen.
    void Promise.allSettled(pictures.map((picture) => picture.decode())).then(() => !gone && window.print())
    return () => {
      gone = true
      removeEventListener('afterprint', leave)
    }
  }, [])
  return createPortal(
    <div ref={sheet} className={`print-sheet ${className}`} data-testid="print-sheet">
      {children}
    </div>,
    document.body,
  )
}
