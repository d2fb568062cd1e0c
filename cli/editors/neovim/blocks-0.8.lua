vim.filetype.add({
  pattern = {
    [".*%.workflow%.json"] = "json.workflow",
    [".*%.workflow%.ya?ml"] = "yaml.workflow",
  },
})

vim.api.nvim_create_autocmd("FileType", {
  pattern = { "json.workflow", "yaml.workflow" },
  callback = function()
    vim.lsp.start({ name = "blocks", cmd = { "blocks", "lsp" } })
  end,
})

vim.lsp.commands["editor.action.triggerSuggest"] = function() end
