/** When test files are replayed in processes of their own, and in how many. */
export interface Jobs {
  /** Processes that may run side by side; with 1, everything is replayed in the command's own process. */
  readonly most: number
  /** Fewer test files are replayed in the command's own process. */
  readonly fromFiles: number
}

export const needsProcesses = (files: number, { most, fromFiles }: Jobs): boolean => most > 1 && files >= fromFiles
