/** The mark of the product: three planes. */
export function Mark() {
  return (
    <svg
      className="brand-mark"
      width="18"
      height="18"
      viewBox="0 0 24 24"
      fill="currentColor"
      aria-hidden="true"
    >
      <path d="M12 2 2 7l10 5 10-5z" />
      <path d="m2 12 10 5 10-5-2.6-1.3L12 14.4l-7.4-3.7z" opacity=".75" />
      <path d="m2 17 10 5 10-5-2.6-1.3-7.4 3.7-7.4-3.7z" opacity=".5" />
    </svg>
  )
}
