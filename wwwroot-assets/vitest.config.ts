import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // The contrast test reads the tokens; without this Vitest gives it an empty sheet.
    css: true,
  },
});
