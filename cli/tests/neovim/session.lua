-- What a person does in Neovim, with the configuration of the book; what comes of it goes to a file as JSON.
--
-- The global `session` says: `config` (the configuration), `files` (workflows to open) and `report` (the file).

local PATIENCE = 30000

-- What older releases lack, made from what they have.
vim.lsp.start = vim.lsp.start
  or function(config)
    session.client = session.client or vim.lsp.start_client(config)
    vim.lsp.buf_attach_client(0, session.client)
  end
if not vim.lsp.config then
  local configs = {}
  vim.lsp.config = function(name, config)
    configs[name] = vim.tbl_extend("keep", config, { name = name })
  end
  vim.lsp.enable = function(name)
    vim.api.nvim_create_autocmd("FileType", {
      pattern = configs[name].filetypes,
      callback = function()
        vim.lsp.start(configs[name])
      end,
    })
  end
end
vim.lsp.inlay_hint = vim.lsp.inlay_hint or { enable = function() end }

local function await(what, condition)
  if not vim.wait(PATIENCE, condition, 20) then
    error("waited in vain for " .. what)
  end
end

local function clients()
  return vim.lsp.get_clients and vim.lsp.get_clients({ bufnr = 0 }) or vim.lsp.buf_get_clients(0)
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\n")
end

-- Puts the cursor on the first place of `before`, behind it.
local function go_behind(before)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
    local _, last = line:find(before, 1, true)
    if last then
      vim.api.nvim_win_set_cursor(0, { number, last })
      return
    end
  end
  error("there is no " .. before)
end

local function ask(method)
  local _, client = next(clients())
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  for _, answer in pairs(assert(vim.lsp.buf_request_sync(0, method, params, PATIENCE))) do
    return answer.result
  end
end

local function visit(file)
  vim.cmd("edit " .. vim.fn.fnameescape(file))
  await("the language server", function()
    return next(clients()) ~= nil
  end)
  await("diagnostics", function()
    return #vim.diagnostic.get(0) > 0
  end)
  local seen = { filetype = vim.bo.filetype, diagnostics = {} }
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    table.insert(seen.diagnostics, {
      line = diagnostic.lnum + 1,
      code = diagnostic.code or diagnostic.user_data.lsp.code,
      source = diagnostic.source,
    })
  end

  go_behind("$inputs.")
  local labels = {}
  local completion = ask("textDocument/completion")
  for _, item in ipairs(completion.items) do
    table.insert(labels, item.label)
  end
  seen.completion = labels

  go_behind("roboflow_core/image_b")
  seen.hover = ask("textDocument/hover").contents.value

  go_behind("$steps.bl")
  vim.lsp.buf.rename("soft")
  await("the new name", function()
    return text():find("$steps.soft", 1, true) ~= nil
  end)
  seen.text = text()
  return seen
end

local worked, result = xpcall(function()
  dofile(session.config)
  local report = {}
  for name, file in pairs(session.files) do
    report[name] = visit(file)
  end
  vim.fn.writefile({ vim.fn.json_encode(report) }, session.report)
end, debug.traceback)

if not worked then
  io.stderr:write(result .. "\n")
  vim.cmd("cquit 1")
end
vim.cmd("qall!")
