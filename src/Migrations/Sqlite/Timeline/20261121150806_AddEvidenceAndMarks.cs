using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.Sqlite.Timeline
{
    /// <inheritdoc />
    public partial class AddEvidenceAndMarks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Corrections",
                table: "Entries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0
            );

            migrationBuilder.Sql(
                """
                UPDATE "Entries" SET "Corrections" = (SELECT COUNT(*) FROM "EntryHistory" WHERE "EntryHistory"."EntryId" = "Entries"."Id")
                WHERE EXISTS (SELECT 1 FROM "EntryHistory" WHERE "EntryHistory"."EntryId" = "Entries"."Id")
                """
            );

            migrationBuilder.AddColumn<bool>(
                name: "IsMarked",
                table: "Entries",
                type: "INTEGER",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<string>(
                name: "SaidBy",
                table: "Entries",
                type: "TEXT",
                maxLength: 200,
                nullable: true
            );

            migrationBuilder.CreateTable(
                name: "Attachments",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    IncidentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    EntryId = table.Column<Guid>(type: "TEXT", nullable: false),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ContentType = table.Column<string>(
                        type: "TEXT",
                        maxLength: 40,
                        nullable: false
                    ),
                    Alt = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Size = table.Column<int>(type: "INTEGER", nullable: false),
                    Sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    CapturedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    UploadedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    UploaderKind = table.Column<string>(
                        type: "TEXT",
                        maxLength: 200,
                        nullable: false
                    ),
                    UploaderId = table.Column<string>(
                        type: "TEXT",
                        maxLength: 200,
                        nullable: false
                    ),
                    UploaderName = table.Column<string>(
                        type: "TEXT",
                        maxLength: 200,
                        nullable: false
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Attachments", x => x.Id);
                }
            );

            migrationBuilder.CreateTable(
                name: "AttachmentContents",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Bytes = table.Column<byte[]>(type: "BLOB", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AttachmentContents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AttachmentContents_Attachments_Id",
                        column: x => x.Id,
                        principalTable: "Attachments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Attachments_IncidentId_EntryId",
                table: "Attachments",
                columns: new[] { "IncidentId", "EntryId" }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "AttachmentContents");

            migrationBuilder.DropTable(name: "Attachments");

            migrationBuilder.DropColumn(name: "Corrections", table: "Entries");

            migrationBuilder.DropColumn(name: "IsMarked", table: "Entries");

            migrationBuilder.DropColumn(name: "SaidBy", table: "Entries");
        }
    }
}
