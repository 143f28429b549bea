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
    const length = className.includes('roll') ? rollAsLongAs(sheet.current!) : undefined
    const leave = () => printed.current()
    addEventListener('afterprint', leave)
    const pictures = [...(sheet.current?.querySelectorAll('img') ?? [])]
    // A signature that cannot be read is missing on the paper, as it is on the screen.
    void Promise.allSettled(pictures.map((picture) => picture.decode())).then(() => !gone && window.print())
    return () => {
      gone = true
      removeEventListener('afterprint', leave)
      length?.()
    }
  }, [className])
  return createPortal(
    <div ref={sheet} className={`print-sheet ${className}`} aria-hidden="true" data-testid="print-sheet">
      {children}
    </div>,
    document.body,
  )
}

const MM_PER_PX = 25.4 / 96
/** Margins of a roll above and below, and what rounding may add. */
const ROLL_REST_MM = 8

/** Makes the page of a roll as long as what is printed: no paper is wasted. The answer takes it back. */
function rollAsLongAs(content: HTMLElement): () => void {
  const style = new CSSStyleSheet()
  style.replaceSync(`@page roll { size: 80mm ${Math.ceil(content.scrollHeight * MM_PER_PX) + ROLL_REST_MM}mm; margin: 3mm 4mm; }`)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style]
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== style)
  }
}
